using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Guidon.Cli;

/// <summary>The options that select events, and the request that they make.</summary>
internal sealed class ReplayOptions
{
    private static readonly string[] s_modes = ["resend-failed", "remap-failed", "remap-all", "verify-only"];

    private readonly Option<int> _destination = new("--destination") { Required = true, Description = "Id of the destination." };
    private readonly Option<string> _mode = new("--mode") { Required = true, Description = string.Join(", ", s_modes) + "." };
    private readonly Option<string?> _keys = new("--keys") { Description = "same (default) or new: under which ids events travel." };
    private readonly Option<string?> _key = new("--key") { Description = "Any text; with another one the same request runs again." };
    private readonly Option<string[]> _ids = new("--id") { Description = "Only this event; may be given again.", Arity = ArgumentArity.OneOrMore };
    private readonly (Option<int?> Option, string Field)[] _numbers =
    [
        (new Option<int?>("--mapper-from") { Description = "The lowest mapper version." }, "mapper_from"),
        (new Option<int?>("--mapper-to") { Description = "The highest mapper version." }, "mapper_to"),
    ];

    private readonly (Option<string?> Option, string Field)[] _texts =
    [
        (new Option<string?>("--from") { Description = "Occurred at or after, as 2026-11-10T08:00:00Z." }, "occurred_from"),
        (new Option<string?>("--to") { Description = "Occurred before." }, "occurred_to"),
        (new Option<string?>("--accepted-from") { Description = "Accepted at or after." }, "accepted_from"),
        (new Option<string?>("--accepted-to") { Description = "Accepted before." }, "accepted_to"),
        (new Option<string?>("--identity") { Description = "Only of this identity." }, "identity"),
        (new Option<string?>("--identity-prefix") { Description = "Only of identities that begin so." }, "identity_prefix"),
        (new Option<string?>("--flag") { Description = "Only evaluations that showed this flag." }, "flag"),
        (new Option<string?>("--outcome") { Description = "delivered, parked or cancelled." }, "outcome"),
        (new Option<string?>("--error-class") { Description = "Only parked with this reason." }, "error_class"),
    ];

    internal ReplayOptions() => _mode.AcceptOnlyFromAmong(s_modes);

    internal IEnumerable<Option> All =>
        [_destination, _mode, .. _texts.Select(pair => pair.Option), .. _numbers.Select(pair => pair.Option), _ids, _keys, _key];

    internal string Json(ParseResult parsed, bool isDryRun)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("destination", parsed.GetValue(_destination));
            json.WriteString("mode", parsed.GetValue(_mode)?.Replace('-', '_'));
            json.WriteBoolean("dry_run", isDryRun);
            if (parsed.GetValue(_keys) is { } keys) json.WriteString("keys", keys);
            if (parsed.GetValue(_key) is { } key) json.WriteString("key", key);
            json.WriteStartObject("filter");
            WriteFilter(json, parsed);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void WriteFilter(Utf8JsonWriter json, ParseResult parsed)
    {
        foreach (var (option, field) in _texts)
        {
            if (parsed.GetValue(option) is { } text) json.WriteString(field, text);
        }

        foreach (var (option, field) in _numbers)
        {
            if (parsed.GetValue(option) is { } number) json.WriteNumber(field, number);
        }

        if (parsed.GetValue(_ids) is not { Length: > 0 } ids) return;
        json.WriteStartArray("ids");
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
