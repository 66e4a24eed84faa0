namespace Guidon.Load;

/// <summary>The counters of one destination that a load run looks at.</summary>
internal readonly record struct Ledger(long Accepted, long Delivered, long Pending, long Residual);
