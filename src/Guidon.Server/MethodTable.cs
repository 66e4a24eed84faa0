using Guidon.Contracts;

namespace Guidon.Server;

/// <summary>What one path answers, by method. HEAD is answered as GET without the body; anything else is 405 with <c>Allow</c>.</summary>
internal sealed record MethodTable
{
    internal Operation? Get { get; init; }

    internal Operation? Post { get; init; }

    internal Operation? Put { get; init; }

    internal Operation? Patch { get; init; }

    internal Operation? Delete { get; init; }

    /// <summary>What there is, by method in capitals; HEAD is GET's.</summary>
    internal IEnumerable<(string Method, Operation Operation)> Operations()
    {
        if (Get is not null) yield return ("GET", Get);
        if (Post is not null) yield return ("POST", Post);
        if (Put is not null) yield return ("PUT", Put);
        if (Patch is not null) yield return ("PATCH", Patch);
        if (Delete is not null) yield return ("DELETE", Delete);
    }

    /// <summary>Maps the path; the document of the API finds the table there.</summary>
    internal void Map(IEndpointRouteBuilder routes, string path) => routes.Map(path, InvokeAsync).WithMetadata(this);

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
        return handler is null ? RefuseAsync(http) : handler.InvokeAsync(http);
    }

    private Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.Allow = string.Join(", ", [.. Operations().Select(each => each.Method == "GET" ? "GET, HEAD" : each.Method), "OPTIONS"]);
        return Answers.DetailAsync(
            http, StatusCodes.Status405MethodNotAllowed, ErrorCodes.MethodNotAllowed, $"Method \"{http.Request.Method}\" not allowed.");
    }
}
