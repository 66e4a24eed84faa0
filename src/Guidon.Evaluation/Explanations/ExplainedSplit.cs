using System.Collections.Immutable;

namespace Guidon.Evaluation.Explanations;

/// <summary>How a variant was chosen.</summary>
/// <param name="Hash">Where the identity falls.</param>
/// <param name="Shares">The variants by priority; what they leave free is control's.</param>
public sealed record ExplainedSplit(ExplainedHash Hash, ImmutableArray<ExplainedShare> Shares);
