using System.Globalization;
using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Versions;

/// <summary><c>features/{feature}/versions</c>: what a flag was as a whole, where that is kept, and the way back to it.</summary>
internal static class VersionPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, visit.Asked("to"));

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        if (visit.Environment is not { } environment) return visit.NotFound("There is no such environment.");
        var id = visit.RouteNumber("feature");
        var versions = await visit.Client.VersionsAsync(environment.Id, id);
        if (versions.Value is null) return visit.Problem(versions.Refusal);
        if (Find(versions.Value.Results, visit.Sent("to")) is not { } target) return visit.NotFound("This version is not kept any more.");
        // What is shown above the button is what the person agreed to.
        if (versions.Value.Results[0].Uuid.ToString() != visit.Sent("seen"))
        {
            visit.Tell(Refusal.Because("Somebody changed this flag meanwhile. Look again at what would be different."), "");
            return await ShowAsync(visit, visit.Sent("to"));
        }

        var done = await visit.Client.GoBackAsync(environment.Id, id, target.Uuid, string.Create(CultureInfo.InvariantCulture, $"Back to version {target.Number}"));
        visit.Tell(done.Refusal, $"This flag is as it was in version {target.Number}. That is a version of its own.");
        return await ShowAsync(visit, done.Refusal is null ? "" : visit.Sent("to"));
    }

    private static async Task<IResult> ShowAsync(Visit visit, string to)
    {
        if (visit.Project is not { } project || visit.Environment is not { } environment) return visit.NotFound("There is no such environment.");
        var id = visit.RouteNumber("feature");
        var feature = await visit.Client.FeatureAsync(project.Id, id, environment.Id);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var versions = await visit.Client.VersionsAsync(environment.Id, id);
        if (versions.Value is not { } page) return visit.Problem(versions.Refusal);
        var (changes, refusal) = Find(page.Results, to) is { } target ? await ChangesAsync(visit, feature.Value, page.Results[0], target) : ([], null);
        return refusal is not null ? visit.Problem(refusal) : visit.Show<VersionsPage>(new VersionsView
        {
            Feature = feature.Value,
            Tags = await visit.Client.TagsAsync(project.Id),
            Versions = page.Results,
            People = ((await visit.Client.MembersAsync(visit.Frame.Organisation)).Value ?? []).ToDictionary(each => each.Id, each => each.Email),
            Target = Find(page.Results, to),
            Changes = changes,
        });
    }

    private static async Task<(IReadOnlyList<AuditDetail> Changes, Refusal? Refusal)> ChangesAsync(Visit visit, FeatureAnswer feature, VersionAnswer newest, VersionAnswer target)
    {
        var now = await visit.Client.VersionStatesAsync(newest.Environment, feature.Id, newest.Uuid);
        var then = await visit.Client.VersionStatesAsync(newest.Environment, feature.Id, target.Uuid);
        return now.Value is null || then.Value is null ? ([], now.Refusal ?? then.Refusal) : (VersionChanges.Between(now.Value, then.Value, feature), null);
    }

    private static VersionAnswer? Find(IReadOnlyList<VersionAnswer> versions, string uuid) => versions.FirstOrDefault(each => each.Uuid.ToString() == uuid);
}
