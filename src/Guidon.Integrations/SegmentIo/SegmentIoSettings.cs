namespace Guidon.Integrations.SegmentIo;

/// <summary>The settings of one Segment destination.</summary>
/// <param name="WriteKey">The source's write key; travels in body and header.</param>
/// <param name="Address">The batch endpoint of the workspace's region.</param>
internal sealed record SegmentIoSettings(string WriteKey, Uri Address);
