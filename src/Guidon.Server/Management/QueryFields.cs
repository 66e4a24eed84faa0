using System.Globalization;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>
/// Reads the query of a URL and notes what is wrong with it. A name that nobody reads is an error: a filter that is misspelt and ignored
/// would select everything.
/// </summary>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly HashSet<string> _read = [];

    internal FieldErrors Errors { get; } = new();

    internal string? Text(string name)
    {
        _read.Add(name);
        var text = (string?)query[name];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    internal int? Integer(string name, int min, int max)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"A number from {min} to {max} is required."));
        return null;
    }

    internal DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (Read(text) is { } time) return time;
        Errors.Add(name, TimeError);
        return null;
    }

    internal bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false")) Errors.Add(name, "Must be true or false.");
        return text == "true";
    }

    /// <summary>Sends 400 when something was wrong; call it when all names were read.</summary>
    internal async Task<bool> RefuseAsync(HttpContext http)
    {
        foreach (var name in query.Keys.Except(_read)) Errors.Add(name, "There is no such filter.");
        if (Errors.Any) await Errors.SendAsync(http);
        return Errors.Any;
    }

    internal const string TimeError = "A time like 2026-11-10T08:00:00Z is required.";

    internal static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
