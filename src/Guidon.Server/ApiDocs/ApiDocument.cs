using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Guidon.Contracts;
using Guidon.Contracts.Transfer;
using Guidon.Server.Edge;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Guidon.Server.ApiDocs;

/// <summary>Makes the OpenAPI document of every mapped path: from the routes, from the code behind them, from the messages and from the comments.</summary>
internal sealed partial class ApiDocument
{
    private readonly XmlComments _comments = new(typeof(ApiDocument).Assembly, typeof(ContractsJson).Assembly);
    private readonly Schemas _schemas;

    private ApiDocument() => _schemas = new Schemas(type => ContractsJson.Default.GetTypeInfo(type) ?? TransferJson.Default.GetTypeInfo(type), _comments);

    /// <param name="endpoints">All that is mapped; what has no table of methods (pages, files) is left out.</param>
    internal static JsonObject Of(IEnumerable<Endpoint> endpoints)
    {
        var document = new ApiDocument();
        var paths = new JsonObject();
        foreach (var route in endpoints.OfType<RouteEndpoint>().OrderBy(each => each.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (route.Metadata.GetMetadata<MethodTable>() is not { } methods) continue;
            paths[PathOf(route.RoutePattern)] = new JsonObject(methods.Operations().Select(each =>
                KeyValuePair.Create(each.Method.ToLowerInvariant(), (JsonNode?)document.Describe(each.Method, each.Operation, route.RoutePattern))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Guidon", ["version"] = ServerVersion.Text, ["description"] = "Every path works with and without its final slash. Errors are JSON with `code`, and with `detail` or the fields that are wrong." },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["securitySchemes"] = SecuritySchemes(), ["schemas"] = document._schemas.All },
        };
    }

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        _ => "",
    })))) + (pattern.RawText?.EndsWith('/') == true ? "/" : "");

    private JsonObject Describe(string method, Operation operation, RoutePattern pattern)
    {
        var code = EndpointCode.Of(operation.Code);
        var own = operation.Code.DeclaringType ?? typeof(object);
        var parameters = new JsonArray([.. pattern.Parameters.Select(each => Parameter(each.Name, "path", new JsonObject { ["type"] = "string" }, isNeeded: true)), .. code.Query.Select(each => Parameter(each.Key, "query", SchemaOf(each.Value.Type), each.Value.IsNeeded))]);
        var described = new JsonObject
        {
            ["summary"] = SummaryOf(operation.Code, own),
            ["description"] = string.Join("\n\n", ((string[])[_comments.Of(own), _comments.Of(operation.Code), Need(operation)]).Where(each => each.Length > 0)),
            ["tags"] = new JsonArray(Tag(own)),
            ["parameters"] = parameters,
            ["responses"] = Responses(code),
            ["security"] = Security(operation.Entrance),
        };
        if (RequestBody(method, code) is { } body) described["requestBody"] = body;
        return described;
    }

    private static JsonObject Parameter(string name, string place, JsonObject schema, bool isNeeded) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = isNeeded, ["schema"] = schema };

    private JsonObject? RequestBody(string method, EndpointCode code)
    {
        if (code.Bodies.Count == 0 && code.Fields.Count == 0 && !code.HasBody) return null;
        if (code.Bodies.Count > 0 || code.Fields.Count == 0) return Content(AnyOf(code.Bodies));
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(code.Fields.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)SchemaOf(each.Value.Type)))) };
        // What belongs to an inner object is not told apart, so nothing is claimed to be needed then.
        if (code.IsNested) schema["description"] = "Some of these are fields of objects inside of others.";
        var needed = code.IsNested || method == "PATCH" ? [] : code.Fields.Where(each => each.Value.IsNeeded).Select(each => (JsonNode?)each.Key).ToArray();
        if (needed.Length > 0) schema["required"] = new JsonArray(needed);
        return Content(schema);
    }

    private JsonObject Responses(EndpointCode code)
    {
        var responses = new JsonObject();
        foreach (var (status, types) in code.Answers)
        {
            var isEmpty = types.Count == 0;
            responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = isEmpty ? new JsonObject { ["description"] = "Done." } : With(Content(AnyOf(types.OfType<Type>())), "description", "Done.");
        }

        if (code.Media.Count > 0) responses["200"] = new JsonObject { ["description"] = "Done.", ["content"] = new JsonObject(code.Media.Select(each => KeyValuePair.Create(each, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } }))) };
        responses["default"] = With(Content(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["code"] = new JsonObject { ["type"] = "string" }, ["detail"] = new JsonObject { ["type"] = "string" } },
        }), "description", "Refused: `code` says why for programs, `detail` or the fields for people.");
        return responses;
    }

    private JsonObject AnyOf(IEnumerable<Type> types) => types.Select(_schemas.Of).ToArray() switch
    {
        [] => new JsonObject { ["description"] = "JSON as the description says." },
        [var one] => one,
        var several => new JsonObject { ["anyOf"] = new JsonArray(several) },
    };

    private JsonObject SchemaOf(Type type) =>
        type == typeof(FieldReader) ? new JsonObject { ["type"] = "object" }
        : type == typeof(IReadOnlyList<FieldReader>) ? new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object" } }
        : _schemas.Of(System.Nullable.GetUnderlyingType(type) ?? type);

    private static JsonObject Content(JsonObject schema) => new() { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };

    private static JsonObject With(JsonObject node, string name, string value)
    {
        node[name] = value;
        return node;
    }

    private static JsonArray Security(Entrance entrance) => new([.. (entrance switch
    {
        Entrance.EnvironmentKey => (string[])["environmentKey"],
        Entrance.Caller => ["masterKey", "token", "session", "application"],
        Entrance.Person => ["token", "session", "application"],
        Entrance.Self => ["token", "session"],
        _ => [],
    }).Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);

    private static string Need(Operation operation) => operation.Permission is not { } permission ? "" : permission.Key.Length > 0 ? $"Needs `{permission.Key}`." : $"Needs: {permission.Description}";

    private static JsonObject SecuritySchemes() => new()
    {
        ["masterKey"] = Scheme("header", "Authorization", "`Api-Key` and a master API key"),
        ["token"] = Scheme("header", "Authorization", "`Token` and what the login answered"),
        ["session"] = Scheme("cookie", Management.SessionCookie.Name, $"Set by the login; what changes something needs the header {Management.SessionCookie.CsrfHeader} too"),
        ["application"] = Scheme("header", "Authorization", "`Bearer` and the access token of an application that a person let in"),
        ["environmentKey"] = Scheme("header", "X-Environment-Key", "A client-side or server-side key"),
    };

    private static JsonObject Scheme(string place, string name, string description) => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name, ["description"] = description };

    // Classes that are one operation are called by what they do; those with several by a noun, and then the method says it.
    private static string SummaryOf(MethodInfo code, Type own)
    {
        var (type, method) = (Words(TypeName().Replace(own.Name, "")), Words(code.Name.EndsWith("Async", StringComparison.Ordinal) ? code.Name[..^5] : code.Name));
        var text = method == "invoke" ? type : TypeName().IsMatch(own.Name) ? $"{method} {type}" : $"{type}, {method}";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Tag(Type own) => own.Namespace?.Split('.')[^1] ?? "Server";

    private static string Words(string name) => Capital().Replace(name, " $1").Trim().ToLowerInvariant();

    [GeneratedRegex("Endpoints?$")]
    private static partial Regex TypeName();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Capital();
}
