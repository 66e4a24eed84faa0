namespace Guidon.Server.Management.Organisations;

/// <summary><c>GET /api/v1/organisations/{organisation}/roles/</c>: the original's dashboard asks. Roles beyond ADMIN and USER do not exist here, so none is listed.</summary>
internal static class ListRoles
{
    internal static Task InvokeAsync(HttpContext http, Caller caller) =>
        Answers.JsonAsync(http, StatusCodes.Status200OK, """{"count":0,"next":null,"previous":null,"results":[]}"""u8.ToArray());
}
