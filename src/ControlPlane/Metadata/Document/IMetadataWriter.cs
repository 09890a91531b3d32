using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// The only way to change a document: one transaction whose first statement moves the counter, that writes a change_log row, saves the context
/// (with the audit row that <c>act</c> added) and commits; then, outside it, the notifier. An error from <c>act</c> rolls everything back.
/// </summary>
internal interface IMetadataWriter
{
    /// <param name="project">Whose counter.</param>
    /// <param name="ifMatch">The counter that must be current before the write, or null for any: else <see cref="StaleError"/>.</param>
    /// <param name="act">Writes the rows.</param>
    /// <param name="cancellationToken">Before the commit it rolls back.</param>
    Task<Outcome<T>> WriteProjectAsync<T>(ProjectId project, long? ifMatch, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken);

    /// <summary>As <see cref="WriteProjectAsync"/>, for one instance.</summary>
    Task<Outcome<T>> WriteInstanceAsync<T>(ProjectId project, InstanceId instance, long? ifMatch, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken);
}
