using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guidon.Receivers;

/// <summary>
/// What all receivers share: known keys, requests as they came, rows after the vendor's own deduplication, profiles by last arrival,
/// a script of faults, and what a well-behaved sender would not have done. Safe from any thread.
/// </summary>
public abstract class StrictReceiver(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<ReceiverRequest> _requests = [];
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, Row> _latest = [];
    private readonly Dictionary<string, JsonObject> _profiles = [];
    private readonly List<string> _findings = [];
    private readonly List<string> _dropped = [];
    private readonly Queue<FaultStep> _script = new();
    private readonly Dictionary<string, int> _inFlight = [];
    private readonly HashSet<string> _users = [];
    private long _received;
    private int _concurrencyMax;
    private bool _isBlackhole;

    public abstract string Name { get; }

    /// <summary>Keys that it knows.</summary>
    public HashSet<string> Projects { get; } = [];

    /// <summary>Users, or flags of changes, that it refuses as it refuses what is not valid: poison on demand.</summary>
    public HashSet<string> Invalid { get; } = [];

    /// <summary>What happens to every request until it is null again; goes before the script.</summary>
    public FaultStep? Always { get; set; }

    public IReadOnlyList<ReceiverRequest> Requests => Locked(() => _requests.ToList());

    /// <summary>In order of arrival, duplicates left out as the vendor would.</summary>
    public IReadOnlyList<Row> Rows => Locked(() => _rows.ToList());

    /// <summary>Records taken, duplicates included.</summary>
    public long Received => Locked(() => _received);

    /// <summary>What a sender did that it must not, although it was answered well.</summary>
    public IReadOnlyList<string> Findings => Locked(() => _findings.ToList());

    /// <summary>Why records were dropped behind a success; only the vendor's own screens would tell.</summary>
    public IReadOnlyList<string> Dropped => Locked(() => _dropped.ToList());

    /// <summary>The most requests at one time that held records of the same user.</summary>
    public int ConcurrencyMax => Locked(() => _concurrencyMax);

    /// <summary>The time that it lives in.</summary>
    public DateTimeOffset Clock => time.GetUtcNow();

    /// <summary>The properties that the vendor would show for a user of a project; null when it knows none.</summary>
    public JsonElement? Profile(string project, string user) =>
        Locked(() => _profiles.TryGetValue($"{project}\n{user}", out var found) ? JsonElement.Parse(found.ToJsonString()) : (JsonElement?)null);

    /// <summary>Appends steps; each applies to the next requests.</summary>
    public void Script(params IEnumerable<FaultStep> steps) => Locked(() =>
    {
        foreach (var step in steps)
        {
            for (var i = 0; i < step.Times; i++) _script.Enqueue(step);
        }

        return true;
    });

    public void Reset() => Locked(() =>
    {
        _requests.Clear();
        _rows.Clear();
        _latest.Clear();
        _profiles.Clear();
        _findings.Clear();
        _dropped.Clear();
        _script.Clear();
        return _received = 0;
    });

    /// <summary>One request; call <see cref="Leave"/> when its answer is out.</summary>
    public ReceiverReply Receive(ReceiverRequest request) => Locked(() =>
    {
        _requests.Add(request);
        _users.Clear();
        if (Projects.Any(key => request.Query.Contains(key, StringComparison.Ordinal))) _findings.Add("a key in the address");
        var step = Always ?? (_script.TryDequeue(out var next) ? next : null);
        if (step is { Mode: FaultMode.Answer or FaultMode.CutBefore or FaultMode.Hang }) return step.Reply;
        _isBlackhole = step?.Mode == FaultMode.Blackhole;
        var reply = Answer(request);
        foreach (var user in _users)
        {
            _inFlight[user] = _inFlight.GetValueOrDefault(user) + 1;
            _concurrencyMax = Math.Max(_concurrencyMax, _inFlight[user]);
        }

        return reply with { Mode = step?.Mode ?? FaultMode.Answer, DelayMilliseconds = step?.DelayMilliseconds ?? 0, Users = [.. _users] };
    });

    public void Leave(ReceiverReply reply) => Locked(() =>
    {
        foreach (var user in reply.Users) _inFlight[user]--;
        return true;
    });

    /// <summary>Everything that can be asserted, for callers in other processes.</summary>
    public JsonObject Report() => Locked(() => new JsonObject
    {
        ["name"] = Name,
        ["requests"] = _requests.Count,
        ["received"] = _received,
        ["unique"] = _rows.Count,
        ["concurrency_max"] = _concurrencyMax,
        ["findings"] = new JsonArray([.. _findings.Select(text => JsonValue.Create(text))]),
        ["dropped"] = new JsonArray([.. _dropped.Select(text => JsonValue.Create(text))]),
        ["profiles"] = new JsonObject(_profiles.Select(pair => KeyValuePair.Create(pair.Key.Replace('\n', '/'), (JsonNode?)pair.Value.DeepClone()))),
        ["rows"] = new JsonArray([.. _rows.Select(row => new JsonObject
        {
            ["project"] = row.Project,
            ["key"] = row.Key,
            ["user"] = row.User,
            ["kind"] = row.Kind,
            ["shown_at"] = row.ShownAt.ToString("O"),
            ["arrived_at"] = row.ArrivedAt.ToString("O"),
            ["properties"] = JsonNode.Parse(row.Properties.GetRawText()),
        })]),
    });

    /// <summary>The vendor's own behaviour. Under the lock.</summary>
    protected abstract ReceiverReply Answer(ReceiverRequest request);

    /// <summary>Keeps a record unless one with its key was kept within the window.</summary>
    /// <returns>Whether it is new.</returns>
    protected bool Keep(Row row, TimeSpan window)
    {
        _received++;
        _users.Add($"{row.Project}\n{row.User}");
        if (_isBlackhole) return false;
        var key = $"{row.Project}\n{row.Key}";
        if (_latest.TryGetValue(key, out var earlier) && row.ArrivedAt - earlier.ArrivedAt < window) return false;
        _latest[key] = row;
        _rows.Add(row);
        return true;
    }

    /// <summary>Sets properties of a user, the last arrival wins.</summary>
    protected void Set(string project, string user, JsonElement properties)
    {
        _users.Add($"{project}\n{user}");
        if (_isBlackhole) return;
        var profile = _profiles.TryGetValue($"{project}\n{user}", out var known) ? known : _profiles[$"{project}\n{user}"] = [];
        foreach (var property in properties.EnumerateObject()) profile[property.Name] = JsonNode.Parse(property.Value.GetRawText());
    }

    protected void Drop(string reason) => _dropped.Add(reason);

    protected void Find(string finding) => _findings.Add(finding);

    private T Locked<T>(Func<T> look)
    {
        lock (_gate) return look();
    }
}
