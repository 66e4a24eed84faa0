using Guidon.Contracts;

namespace Guidon.Dashboard.Code;

/// <summary>Where code names a feature.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Tags">The project's.</param>
/// <param name="Repositories">By address, each that names it or did.</param>
public sealed record CodeView(FeatureAnswer Feature, IReadOnlyList<TagAnswer> Tags, IReadOnlyList<CodeReferenceAnswer> Repositories)
{
    // A repository may name a feature thousands of times; who looks for all of them looks there.
    private const int PlacesMax = 200;

    internal static int Left(CodeReferenceAnswer repository) => Math.Max(0, repository.CodeReferences.Count - PlacesMax);

    internal static IEnumerable<IGrouping<string, CodeLocation>> Files(CodeReferenceAnswer repository) => repository.CodeReferences.Take(PlacesMax).GroupBy(each => each.FilePath);
}
