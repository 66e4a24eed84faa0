using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Code;

/// <summary><c>features/{feature}/code</c>: where scans found the name of a feature, the same in every environment.</summary>
internal static class CodePages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var (project, id) = (visit.Project?.Id ?? 0, visit.RouteNumber("feature"));
        var feature = await visit.Client.FeatureAsync(project, id, visit.Environment?.Id ?? 0);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var code = await visit.Client.CodeAsync(project, id);
        return code.Value is null ? visit.Problem(code.Refusal) : visit.Show<CodePage>(new CodeView(feature.Value, await visit.Client.TagsAsync(project), code.Value));
    }
}
