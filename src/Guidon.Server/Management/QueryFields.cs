using System.Globalization;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>
/// Reads the query of a URL and notes what is wrong with it. A name that nobody reads is an error: a filter that is misspelt and ignored
/// would select everything.
/// </summary>
/// <param name="query">As it was sent.</param>
/// <param name="errors">Where more is noted of the same request; a list of its own without it.</param>
internal sealed class QueryFields(IQueryCollection query, FieldErrors? errors = null)
{
    private readonly HashSet<string> _read = [];

    internal FieldErrors Errors { get; } = errors ?? new();

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
        if (Text(name) is not { } text) return false;
        if (ReadFlag(text) is { } flag) return flag;
        Errors.Add(name, "Must be true or false.");
        return false;
    }

    /// <summary>A boolean as clients of the original write it in a query: <c>true</c>, <c>True</c>, <c>1</c> and their opposites.</summary>
    /// <returns><see langword="null"/> for anything else.</returns>
    internal static bool? ReadFlag(string? text) => text is "1" ? true : text is "0" ? false : bool.TryParse(text, out var flag) ? flag : null;

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
