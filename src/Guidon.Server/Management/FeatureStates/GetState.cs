using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureStates;

/// <summary><c>GET /api/v1/features/featurestates/{state}/</c>, and the same by <c>get-by-uuid/{uuid}/</c>. Any state, with its value as an object.</summary>
internal sealed class GetState(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        Show(plane, caller, http.PathId("state")));

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        var id = plane.FeatureStates.Where(each => each.Uuid == uuid).Select(each => each.Id).SingleOrDefault();
        return Show(plane, caller, id);
    });

    /// <summary>A state by its id and its environment; <see langword="null"/> when there is none for the caller.</summary>
    internal static (ProjectEnvironment Environment, FeatureState State)? Find(ControlPlane plane, Caller caller, int id) =>
        plane.FeatureStates.SingleOrDefault(each => each.Id == id) is { } state && plane.FindEnvironment(caller, state.EnvironmentId) is { } environment ? (environment, state) : null;

    private static Reply Show(ControlPlane plane, Caller caller, int id) =>
        Find(plane, caller, id) is var (environment, state) && GetFeatureState.MaySee(plane, caller, environment, state)
            ? StateView.Answer(plane, StatusCodes.Status200OK, state)
            : Reply.NotFound;
}
