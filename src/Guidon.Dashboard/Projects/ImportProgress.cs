using Guidon.Contracts.Transfer;

namespace Guidon.Dashboard.Projects;

/// <summary>How far an import is.</summary>
/// <param name="Answer">What became of everything but identities; <see langword="null"/> before that.</param>
/// <param name="Identities">Stored so far.</param>
/// <param name="IdentitiesAll">In the file.</param>
/// <param name="Problem">Why it stopped; <see langword="null"/> when it did not.</param>
/// <param name="IsOver">Whether nothing more happens.</param>
public sealed record ImportProgress(ImportAnswer? Answer, int Identities, int IdentitiesAll, string? Problem, bool IsOver);
