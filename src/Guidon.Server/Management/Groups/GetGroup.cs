using Guidon.Storage;

namespace Guidon.Server.Management.Groups;

/// <summary><c>GET /api/v1/organisations/{organisation}/groups/{group}/</c>, for who may manage it.</summary>
internal sealed class GetGroup(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        GroupView.Find(plane, caller, http) is { } group && GroupView.MayManage(plane, caller, group.Id)
            ? GroupView.Answer(StatusCodes.Status200OK, plane, group)
            : Reply.NotFound);
}
