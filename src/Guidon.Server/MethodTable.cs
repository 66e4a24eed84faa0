using Guidon.Contracts;

namespace Guidon.Server;

/// <summary>What one path answers, by method. HEAD is answered as GET without the body; anything else is 405 with <c>Allow</c>.</summary>
internal sealed record MethodTable
{
    internal RequestDelegate? Get { get; init; }

    internal RequestDelegate? Post { get; init; }

    internal RequestDelegate? Put { get; init; }

    internal RequestDelegate? Patch { get; init; }

    internal RequestDelegate? Delete { get; init; }

    internal Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        var handler =
            HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Get
            : HttpMethods.IsPost(method) ? Post
            : HttpMethods.IsPut(method) ? Put
            : HttpMethods.IsPatch(method) ? Patch
            : HttpMethods.IsDelete(method) ? Delete
            : null;
        return handler is null ? RefuseAsync(http) : handler(http);
    }

    private Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.Allow = string.Join(", ", Allowed());
        return Answers.DetailAsync(
            http, StatusCodes.Status405MethodNotAllowed, ErrorCodes.MethodNotAllowed, $"Method \"{http.Request.Method}\" not allowed.");
    }

    private IEnumerable<string> Allowed()
    {
        if (Get is not null) yield return "GET, HEAD";
        if (Post is not null) yield return "POST";
        if (Put is not null) yield return "PUT";
        if (Patch is not null) yield return "PATCH";
        if (Delete is not null) yield return "DELETE";
        yield return "OPTIONS";
    }
}
