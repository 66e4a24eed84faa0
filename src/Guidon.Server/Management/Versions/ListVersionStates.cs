using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary><c>GET …/versions/{version}/featurestates/</c>: all of them, the default first, then overrides, the strongest first.</summary>
internal sealed class ListVersionStates(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (VersionTarget.Find(plane, caller, http) is not var (_, _, version)) return Reply.NotFound;
        // History is shown as it was; a draft as it would go live.
        var states = version.Number is null ? Draft.Of(plane, version).States : VersionStates.Read(version.States);
        return Reply.Of(StatusCodes.Status200OK, VersionView.States(plane, version, states), ContractsJson.Default.IReadOnlyListVersionStateAnswer);
    });
}
