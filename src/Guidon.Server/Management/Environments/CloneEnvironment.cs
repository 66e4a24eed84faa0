using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Environments;

/// <summary><c>POST /api/v1/environments/{environment}/clone/</c>: 200, complete when it is answered, whatever the caller says about that.</summary>
internal sealed class CloneEnvironment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new EnvironmentBody(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, http.PathText("environment")) is not { } source) return Reply.NotFound;
            if (!caller.May(ProjectPermission.CreateEnvironment, Place.Of(change.Plane, source) with { EnvironmentId = null })) return Reply.Forbidden;
            EnvironmentRows.CheckName(change, source.ProjectId, wanted, ownId: 0);
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (EnvironmentRows.IsFull(change, source.ProjectId)) return Reply.Full("environments", EnvironmentRows.EnvironmentsMax);
            var copy = EnvironmentRows.New(change, source.ProjectId, wanted.Name ?? "");
            Settings(source, copy);
            wanted.Apply(copy);
            change.Plane.Add(copy);
            change.Plane.SaveChanges();   // its states need its id
            EnvironmentRows.Copy(change, source, copy);
            if (copy.UseFeatureVersions) change.BeginVersions.Add(copy.Id);
            CreatorGrant.Add(change, caller, Place.Of(change.Plane, copy));
            change.Plane.SaveChanges();   // what is shown is counted
            return EnvironmentView.Answer(change.Plane, StatusCodes.Status200OK, copy);
        });
    });

    private static void Settings(ProjectEnvironment source, ProjectEnvironment copy)
    {
        (copy.AllowClientTraits, copy.HideSensitiveData, copy.HideDisabledFlags) = (source.AllowClientTraits, source.HideSensitiveData, source.HideDisabledFlags);
        copy.UseIdentityCompositeKeyForHashing = source.UseIdentityCompositeKeyForHashing;
        copy.UseIdentityOverridesInLocalEval = source.UseIdentityOverridesInLocalEval;
        (copy.Description, copy.BannerText, copy.BannerColour) = (source.Description, source.BannerText, source.BannerColour);
        copy.UseFeatureVersions = source.UseFeatureVersions;
        copy.MinimumChangeRequestApprovals = source.MinimumChangeRequestApprovals;
    }
}
