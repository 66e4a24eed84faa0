using System.Collections.Immutable;

namespace Guidon.Server.Management.Applications;

/// <summary>What applications may ask for. Both open the same, what the person may; they tell people what it is for.</summary>
internal static class Scopes
{
    internal static ImmutableSortedDictionary<string, string> All { get; } = ImmutableSortedDictionary<string, string>.Empty
        .Add("admin-api", "Use the management API in your name")
        .Add("mcp", "Let an assistant use the management API in your name");

    // Who asks for nothing in particular is an assistant: the command line says what it wants.
    private const string Usual = "mcp";

    /// <summary>As it is stored: each once, in order. <see langword="null"/> when one is not known.</summary>
    internal static string? Read(string? asked)
    {
        if (string.IsNullOrWhiteSpace(asked)) return Usual;
        var scopes = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return scopes.TrueForAll(All.ContainsKey) ? string.Join(' ', scopes) : null;
    }
}
