namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The instance has opened as many streams as it may for now.</summary>
internal sealed class TooManyStreamsException() : Exception($"an instance may open {IngestCaps.StreamsPerDay} streams a day; go on with one that is open");
