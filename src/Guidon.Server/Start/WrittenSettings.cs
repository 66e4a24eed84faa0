using System.Collections;

namespace Guidon.Server.Start;

/// <summary>Collects what a person wrote for this program, with the spelling that an error should repeat.</summary>
internal static class WrittenSettings
{
    internal const string VariablePrefix = "GUIDON_";

    /// <param name="arguments">The command line after the verb.</param>
    /// <param name="variables">The process environment.</param>
    /// <returns>Configuration key → spelling; or one line that says what cannot be read.</returns>
    internal static (IReadOnlyDictionary<string, string> Settings, string? Error) Collect(IReadOnlyList<string> arguments, IDictionary variables)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in variables)
        {
            if (variable.Key is not string name || !name.StartsWith(VariablePrefix, StringComparison.Ordinal)) continue;
            settings[name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)] = name;
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal)) return (settings, $"'{argument}' is not an option. Options look like --data FOLDER; try --help.");
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? argument[2..] : argument[2..equals];
            settings[key] = "--" + key;
            if (equals >= 0) continue;
            if (++i == arguments.Count) return (settings, $"Option {argument} needs a value.");
        }

        return (settings, null);
    }
}
