using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Guidon.Server.Edge;
using Guidon.Server.Management;

namespace Guidon.Server.ApiDocs;

/// <summary>
/// What an endpoint reads and answers, found by following its compiled code: which fields it asks its readers for, which message it hands to the
/// writer, and with which status. It cannot go stale, since there is nothing written down that could.
/// </summary>
internal sealed partial class EndpointCode
{
    private static readonly int[] s_statuses = [StatusCodes.Status200OK, StatusCodes.Status201Created, StatusCodes.Status202Accepted, StatusCodes.Status204NoContent];

    // Where reading ends: what they call says nothing about one endpoint.
    private static readonly Type[] s_ends = [typeof(FieldReader), typeof(BodyFields), typeof(QueryFields), typeof(FieldErrors), typeof(Answers), typeof(Reply), typeof(ControlPlaneChanges), typeof(ErrorFilter)];

    private static readonly string[] s_needed = ["Text", "Integer", "Flag", "Needed", "Id", "Percent"];

    private readonly HashSet<(MethodBase, int?, string?)> _seen = [];

    private EndpointCode(MethodBase endpoint) => Read(endpoint, null, null);

    /// <summary>Messages by status; <see langword="null"/> among them for JSON that is written by hand, none at all for no body.</summary>
    internal SortedDictionary<int, HashSet<Type?>> Answers { get; } = [];

    /// <summary>Kinds of content that are no JSON.</summary>
    internal SortedSet<string> Media { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, FoundField> Fields { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, FoundField> Query { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages that are read as a whole.</summary>
    internal HashSet<Type> Bodies { get; } = [];

    /// <summary>Whether there is a body, be it of what shape.</summary>
    internal bool HasBody { get; private set; }

    /// <summary>Whether some of the fields belong to objects inside of the body.</summary>
    internal bool IsNested { get; private set; }

    internal static EndpointCode Of(MethodInfo endpoint) => new(endpoint);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.]{0,59}$")]
    private static partial Regex Name();

    private void Read(MethodBase method, int? status, string? name)
    {
        if (!_seen.Add((method, status, name))) return;
        Type? message = null;
        foreach (var operand in Instructions.Of(Body(method)))
        {
            switch (operand)
            {
                case string text: name = text; break;
                case int number: status = s_statuses.Contains(number) ? number : status; break;
                case MethodBase called:
                    Settle(called, ref message, status);
                    Call(called, status, name);
                    if (MessageOf(called) is { } found) message = found;
                    break;
            }
        }

        if (message is not null) Answer(status, message);
    }

    // What is handed to a reader was sent to us; everything else is on its way out.
    private void Settle(MethodBase called, ref Type? message, int? status)
    {
        if (message is null || called.DeclaringType?.IsSubclassOf(typeof(System.Text.Json.Serialization.JsonSerializerContext)) == true) return;
        if (called.Name.StartsWith("Deserialize", StringComparison.Ordinal)) Bodies.Add(message);
        else Answer(status, message);
        message = null;
    }

    private void Call(MethodBase called, int? status, string? name)
    {
        var type = called.DeclaringType;
        if (type == typeof(FieldReader) || type == typeof(BodyFields)) Field(Fields, called, name);
        else if (type == typeof(QueryFields) || (type == typeof(IQueryCollection) && called.Name == "get_Item")) Field(Query, called, name);
        else if (type == typeof(Answers) && called is { Name: nameof(Server.Answers.JsonAsync), IsGenericMethod: false }) Answer(status, null);
        else if ((type == typeof(Reply) && called.Name == "get_" + nameof(Reply.NoContent)) || (called.Name == "set_StatusCode" && status is not null)) Answers.TryAdd(type == typeof(Reply) ? StatusCodes.Status204NoContent : status ?? 0, []);
        else if (called.Name == "set_ContentType" && name?.Contains('/', StringComparison.Ordinal) == true && !name.EndsWith("/json", StringComparison.Ordinal)) Media.Add(name.Split(';')[0]);
        else if (type == typeof(JsonBody) || type == typeof(RequestBody)) HasBody = true;
        if (type is null || type.Assembly != typeof(EndpointCode).Assembly || s_ends.Contains(type) || called.IsAbstract) return;
        Read(called, status, Array.Exists(called.GetParameters(), parameter => parameter.ParameterType == typeof(string)) ? name : null);
    }

    private void Answer(int? status, Type? message)
    {
        var at = status is null or StatusCodes.Status204NoContent ? StatusCodes.Status200OK : status.Value;
        if (!Answers.TryGetValue(at, out var types)) Answers.Add(at, types = []);
        types.Add(message);
    }

    private void Field(SortedDictionary<string, FoundField> fields, MethodBase called, string? name)
    {
        if (called is not MethodInfo { ReturnType: { } type } || called.GetParameters() is not [{ ParameterType: { } first }, ..] || first != typeof(string) || name is null || !Name().IsMatch(name)) return;
        IsNested |= type == typeof(FieldReader) || type == typeof(IReadOnlyList<FieldReader>);
        var isLookedFor = called.Name is nameof(FieldReader.Has) or nameof(FieldReader.Optional) or nameof(FieldReader.Member);
        var found = new FoundField(isLookedFor || called.DeclaringType == typeof(IQueryCollection) ? typeof(object) : type, called.DeclaringType == typeof(FieldReader) && s_needed.Contains(called.Name));
        // Who looks first whether it is there does not need it; the typed reading says what it is.
        if (fields.TryGetValue(name, out var earlier)) found = new FoundField(earlier.Type == typeof(object) ? found.Type : earlier.Type, earlier.IsNeeded && found.IsNeeded);
        fields[name] = found;
    }

    // Behind "await" and "yield" the code is in a machine of its own.
    private static MethodBase Body(MethodBase method) =>
        method.GetCustomAttribute<StateMachineAttribute>() is { } machine && machine.StateMachineType.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic) is { } inner ? inner : method;

    private static Type? MessageOf(MethodBase called) =>
        called is MethodInfo { ReturnType: { IsGenericType: true } type } && type.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)
        && called.DeclaringType?.IsSubclassOf(typeof(System.Text.Json.Serialization.JsonSerializerContext)) == true ? type.GetGenericArguments()[0] : null;
}
