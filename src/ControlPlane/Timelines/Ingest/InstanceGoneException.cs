namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The instance was deleted while its agent was still connected.</summary>
internal sealed class InstanceGoneException() : Exception("this instance does not exist any more");
