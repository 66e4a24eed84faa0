namespace Guidon.Server.Management.Applications;

/// <summary>What applications may ask for. Both open the same, what the person may; they tell people what it is for.</summary>
internal static class Scopes
{
    private const string OfAssistants = "mcp";
    private const string OfTools = "admin-api";

    internal static IReadOnlyList<string> All { get; } = [OfAssistants, OfTools];

    /// <summary>For the person who is asked.</summary>
    internal static string Words(string scope) => scope == OfAssistants ? "Let an assistant use the management API in your name" : "Use the management API in your name";

    /// <summary>As it is stored: each once, in order; who asks for nothing in particular is an assistant. <see langword="null"/> when one is not known.</summary>
    internal static string? Read(string? asked)
    {
        if (string.IsNullOrWhiteSpace(asked)) return OfAssistants;
        var scopes = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return scopes.TrueForAll(All.Contains) ? string.Join(' ', scopes) : null;
    }
}
