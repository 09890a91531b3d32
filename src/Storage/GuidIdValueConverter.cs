using Fleet.Contracts;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fleet.Storage;

/// <summary>Stores an id as a uuid.</summary>
internal sealed class GuidIdValueConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Wrap(value))
    where TId : struct, IGuidId<TId>
{
    // An expression tree cannot call a static abstract member itself.
    private static TId Wrap(Guid value) => TId.From(value);
}
