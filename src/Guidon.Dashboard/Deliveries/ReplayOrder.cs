using System.Globalization;
using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Deliveries;

/// <summary>A replay as a person describes it: what for, and which events.</summary>
public sealed record ReplayOrder
{
    /// <summary>Name and title of each mode.</summary>
    public static IReadOnlyList<(string Name, string Title, string Note)> Modes { get; } =
    [
        ("resend_failed", "Send what failed once more", "parked events, as they were mapped"),
        ("remap_failed", "Map what failed anew and send it", "parked events, by the present mapper"),
        ("remap_all", "Send everything in a time once more", "delivered events too; the receiver's own rules decide about duplicates"),
        ("verify_only", "Compare only", "nothing is sent; the report says what would be different"),
    ];

    /// <summary>One of <see cref="Modes"/>.</summary>
    public string Mode { get; init; } = "resend_failed";

    /// <summary>UTC, as the browser writes it; empty for no limit.</summary>
    public string From { get; init; } = "";

    /// <summary>As <see cref="From"/>.</summary>
    public string To { get; init; } = "";

    /// <summary>One identity; empty for all.</summary>
    public string Identity { get; init; } = "";

    /// <summary>One flag's name; empty for all.</summary>
    public string Flag { get; init; } = "";

    /// <summary>Whether the receiver must take the events for new ones.</summary>
    public bool NewKeys { get; init; }

    /// <summary>Names this order, so that sending it twice starts it once.</summary>
    public string Key { get; init; } = "";

    internal static ReplayOrder Read(Visit visit) => new()
    {
        Mode = visit.Sent("mode") is { Length: > 0 } mode ? mode : "resend_failed",
        From = visit.Sent("from"),
        To = visit.Sent("to"),
        Identity = visit.Sent("identity").Trim(),
        Flag = visit.Sent("flag").Trim(),
        NewKeys = visit.Sent("keys") == "new",
        Key = visit.Sent("key"),
    };

    internal JsonObject ToJson(int destination)
    {
        var filter = new JsonObject();
        Add("occurred_from", Stamp(From));
        Add("occurred_to", Stamp(To));
        Add("identity", Identity);
        Add("flag", Flag);
        var body = new JsonObject { ["destination"] = destination, ["mode"] = Mode, ["keys"] = NewKeys ? "new" : "same", ["filter"] = filter };
        if (Key.Length > 0) body["key"] = Key;
        return body;

        void Add(string name, string value)
        {
            if (value.Length > 0) filter[name] = value;
        }
    }

    // What cannot be read goes as it is: the server says what is wrong with it.
    private static string Stamp(string local) =>
        DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : local;
}
