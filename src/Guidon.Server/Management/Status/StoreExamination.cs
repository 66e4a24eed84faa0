using Guidon.Storage;

namespace Guidon.Server.Management.Status;

/// <summary>One look at the stored data.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Findings">What must not be.</param>
internal sealed record StoreExamination(DateTimeOffset At, IReadOnlyList<Finding> Findings);
