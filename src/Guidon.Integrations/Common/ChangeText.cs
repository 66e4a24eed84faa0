using System.Security.Cryptography;
using System.Text;
using Guidon.Events.Changes;

namespace Guidon.Integrations.Common;

/// <summary>A change in words, and texts that fit where a receiver takes only so many characters.</summary>
internal static class ChangeText
{
    private const int HashDigits = 8;
    private const string Cut = "…";

    /// <summary>One sentence: what, where, by whom.</summary>
    internal static string Sentence(ChangeEvent change)
    {
        var where = change.Environment is { } environment ? $" in {change.Project.Name} / {environment.Name}" : $" in {change.Project.Name}";
        return $"{change.Summary}{where} by {Author(change)}";
    }

    internal static string Author(ChangeEvent change) => change.ChangedBy.Length == 0 ? "system" : change.ChangedBy;

    /// <summary>A state as people read it; empty when there is none.</summary>
    internal static string State(FlagSnapshot? state) =>
        state is null ? "" : $"{(state.Enabled ? "enabled" : "disabled")}, value {(ValueText.IsText(state.Value) ? ValueText.Unquote(state.Value) : state.Value.Json)}";

    /// <summary>For people: its end is visibly missing when it is too long.</summary>
    internal static string Visibly(string text, int charactersMax) => text.Length <= charactersMax ? text : Head(text, charactersMax - Cut.Length) + Cut;

    /// <summary>For machines: <c>~</c> and a hash of the whole stand for the end, so that two long names stay two.</summary>
    internal static string Named(string name, int charactersMax)
    {
        if (name.Length <= charactersMax) return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
        return $"{Head(name, charactersMax - HashDigits - 1)}~{hash}";
    }

    // Never between the two halves of a character.
    private static string Head(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
