namespace Guidon.Events;

/// <summary>A span of time whose events were answered but could not be made durable. Known and bounded, never silent.</summary>
/// <param name="FirstAt">When the first refused event occurred, UTC.</param>
/// <param name="LastAt">When the last refused event occurred, UTC.</param>
/// <param name="Events">Refused events, above 0.</param>
/// <param name="Reason">Why the last one was refused.</param>
/// <param name="Open">True until an event is durable again.</param>
public sealed record CaptureGap(DateTimeOffset FirstAt, DateTimeOffset LastAt, long Events, IntakeVerdict Reason, bool Open);
