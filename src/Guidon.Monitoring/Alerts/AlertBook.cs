using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Alerts;

/// <summary>The open alerts and their states. Gives steps to be stored and told; forgets what is resolved. One caller at a time.</summary>
public sealed class AlertBook
{
    /// <summary>How long a condition must not hold before its alert is resolved, so that one that comes and goes tells once.</summary>
    public static TimeSpan ResolveAfter { get; } = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(string Rule, int Destination, string Integration), Alert> _open = [];
    private readonly IReadOnlyList<AlertRule> _rules;

    /// <param name="rules">Usually <see cref="RuleCatalog.All"/>.</param>
    /// <param name="open">What was open when an earlier process ended.</param>
    public AlertBook(IReadOnlyList<AlertRule> rules, IEnumerable<Alert> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        _rules = rules;
        foreach (var alert in open) _open[Key(alert)] = alert;
    }

    /// <summary>Pending and firing alerts.</summary>
    public IReadOnlyCollection<Alert> Open => _open.Values;

    /// <summary>Evaluates every rule.</summary>
    /// <returns>What changed; a rule that throws is a breach of its own and stops no other.</returns>
    public IReadOnlyList<AlertStep> Apply(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var steps = new List<AlertStep>();
        foreach (var rule in _rules)
        {
            foreach (var breach in Breaches(rule, scene)) See(rule, breach, scene.Now, steps);
        }

        foreach (var alert in _open.Values.Where(alert => IsOver(alert, scene.Now)).ToList()) End(alert, scene.Now, steps);
        foreach (var alert in _open.Values.Where(alert => alert.SilencedUntil <= scene.Now).ToList())
            steps.Add(Set(alert with { SilencedUntil = null }, alert.State == AlertState.Firing ? "unsilenced" : "silence_ended", scene.Now));
        return steps;
    }

    /// <summary>Nobody is told of it until a time.</summary>
    /// <returns><see langword="null"/> when it is not open.</returns>
    public AlertStep? Silence(long id, DateTimeOffset until, string by, DateTimeOffset now) =>
        Find(id) is { } alert ? Set(alert with { SilencedUntil = until }, "silenced", now, by) : null;

    /// <summary>Somebody takes it on.</summary>
    /// <returns><see langword="null"/> when it is not open.</returns>
    public AlertStep? Acknowledge(long id, string by, DateTimeOffset now) =>
        Find(id) is { } alert ? Set(alert with { AcknowledgedBy = by, AcknowledgedAt = now }, "acknowledged", now, by) : null;

    /// <summary>Takes the ids that the store gave.</summary>
    public void Stored(IEnumerable<Alert> alerts)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        foreach (var alert in alerts)
        {
            if (_open.TryGetValue(Key(alert), out var open) && open.StartedAt == alert.StartedAt) _open[Key(alert)] = open with { Id = alert.Id };
        }
    }

    /// <summary>Takes what people did by way of another node.</summary>
    /// <param name="stored">What is open in the store.</param>
    public void Heard(IEnumerable<Alert> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        foreach (var alert in stored)
        {
            if (_open.TryGetValue(Key(alert), out var open) && open.Id == alert.Id)
                _open[Key(alert)] = open with { SilencedUntil = alert.SilencedUntil, AcknowledgedBy = alert.AcknowledgedBy, AcknowledgedAt = alert.AcknowledgedAt };
        }
    }

    private Alert? Find(long id) => _open.Values.FirstOrDefault(alert => alert.Id == id && id > 0);

    private static IReadOnlyList<Breach> Breaches(AlertRule rule, Scene scene)
    {
        try
        {
            return [.. rule.Evaluate(scene)];
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return [Breach.OfNode($"The rule could not be evaluated: {failure.GetType().Name}")];   // an alarm that cannot be computed is an alarm
        }
    }

    private void See(AlertRule rule, Breach breach, DateTimeOffset now, List<AlertStep> steps)
    {
        var key = (rule.Name, breach.DestinationId, breach.Integration);
        if (!_open.TryGetValue(key, out var alert))
        {
            alert = new Alert
            {
                Rule = rule.Name, DestinationId = breach.DestinationId, Integration = breach.Integration, State = AlertState.Pending,
                Summary = breach.Summary, StartedAt = now, SeenAt = now,
            };
            if (rule.For > TimeSpan.Zero) steps.Add(Set(alert, "pending", now));
        }

        alert = alert with { SeenAt = now, Summary = breach.Summary };
        _open[key] = alert;
        if (alert.State == AlertState.Pending && now - alert.StartedAt >= rule.For)
            steps.Add(Set(alert with { State = AlertState.Firing, FiredAt = now }, "firing", now));
    }

    // A pending one was never told of: it goes at once.
    private static bool IsOver(Alert alert, DateTimeOffset now) =>
        alert.SeenAt < now && (alert.State == AlertState.Pending || now - alert.SeenAt >= ResolveAfter);

    private void End(Alert alert, DateTimeOffset now, List<AlertStep> steps)
    {
        _open.Remove(Key(alert));
        var ended = alert with { State = AlertState.Resolved, ResolvedAt = now };
        steps.Add(new AlertStep(ended, alert.FiredAt is null ? "dropped" : "resolved", now));
    }

    private AlertStep Set(Alert alert, string what, DateTimeOffset now, string by = "")
    {
        _open[Key(alert)] = alert;
        return new AlertStep(alert, what, now, by);
    }

    private static (string Rule, int Destination, string Integration) Key(Alert alert) => (alert.Rule, alert.DestinationId, alert.Integration);
}
