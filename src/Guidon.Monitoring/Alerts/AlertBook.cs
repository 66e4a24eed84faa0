using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Alerts;

/// <summary>The open alerts and their states. Gives steps to be stored and told; forgets what is resolved. One caller at a time.</summary>
public sealed class AlertBook
{
    /// <summary>How long a condition must not hold before its alert is resolved, so that one that comes and goes tells once.</summary>
    public static TimeSpan ResolveAfter { get; } = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(string Rule, int Destination, string Integration), OpenAlert> _open = [];
    private readonly IReadOnlyList<AlertRule> _rules;

    /// <param name="rules">Usually <see cref="RuleCatalog.All"/>.</param>
    /// <param name="open">What was open when an earlier process ended. It is taken as seen now: what was not looked at is not over.</param>
    /// <param name="now">UTC.</param>
    /// <param name="steady">As <see cref="Scene.Steady"/>.</param>
    public AlertBook(IReadOnlyList<AlertRule> rules, IEnumerable<Alert> open, DateTimeOffset now, TimeSpan steady)
    {
        ArgumentNullException.ThrowIfNull(open);
        _rules = rules;
        foreach (var alert in open)
        {
            var age = now > alert.StartedAt ? now - alert.StartedAt : TimeSpan.Zero;
            _open[Key(alert)] = new OpenAlert(alert with { SeenAt = now }, steady - age, steady, IsRestored: true);
        }
    }

    /// <summary>Pending and firing alerts.</summary>
    public IReadOnlyCollection<Alert> Open => [.. _open.Values.Select(static open => open.Alert)];

    /// <summary>Evaluates every rule.</summary>
    /// <returns>What changed; a rule that throws is a breach of its own and stops no other.</returns>
    public IReadOnlyList<AlertStep> Apply(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var steps = new List<AlertStep>();
        foreach (var rule in _rules)
        {
            foreach (var breach in Breaches(rule, scene)) See(rule, breach, scene, steps);
        }

        foreach (var open in _open.Values.Where(open => IsOver(open, scene)).ToList()) End(open.Alert, scene.Now, steps);
        foreach (var alert in Open.Where(alert => alert.SilencedUntil <= scene.Now))
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
        Find(id) is { } alert ? Set(alert with { AcknowledgedBy = by, AcknowledgedAt = now }, AlertStep.Acknowledged, now, by) : null;

    /// <summary>Takes the ids that the store gave.</summary>
    public void Stored(IEnumerable<Alert> alerts)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        foreach (var alert in alerts)
        {
            if (_open.TryGetValue(Key(alert), out var open) && open.Alert.StartedAt == alert.StartedAt) Set(open.Alert with { Id = alert.Id });
        }
    }

    /// <summary>Takes what people did by way of another node.</summary>
    /// <param name="stored">What is open in the store.</param>
    public void Heard(IEnumerable<Alert> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        foreach (var alert in stored)
        {
            if (_open.TryGetValue(Key(alert), out var open) && open.Alert.Id == alert.Id)
                Set(open.Alert with { SilencedUntil = alert.SilencedUntil, AcknowledgedBy = alert.AcknowledgedBy, AcknowledgedAt = alert.AcknowledgedAt });
        }
    }

    private Alert? Find(long id) => Open.FirstOrDefault(alert => alert.Id == id && id > 0);

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

    private void See(AlertRule rule, Breach breach, Scene scene, List<AlertStep> steps)
    {
        var key = (rule.Name, breach.DestinationId, breach.Integration);
        var isNew = !_open.TryGetValue(key, out var open);
        open ??= new OpenAlert(Begin(rule, breach, scene.Now), scene.Steady, scene.Steady, IsRestored: false);
        if (isNew && rule.For > TimeSpan.Zero) steps.Add(new AlertStep(open.Alert, "pending", scene.Now));
        var alert = open.Alert with { SeenAt = scene.Now, Summary = breach.Summary };
        _open[key] = open with { Alert = alert, Seen = scene.Steady, IsRestored = false };
        if (alert.State == AlertState.Pending && scene.Steady - open.Since >= rule.For)
            steps.Add(Set(alert with { State = AlertState.Firing, FiredAt = scene.Now }, "firing", scene.Now));
    }

    private static Alert Begin(AlertRule rule, Breach breach, DateTimeOffset now) => new()
    {
        Rule = rule.Name, DestinationId = breach.DestinationId, Integration = breach.Integration, State = AlertState.Pending,
        Summary = breach.Summary, StartedAt = now, SeenAt = now,
    };

    // A pending one was never told of: it goes at once. What an earlier process saw is over when this one looked where it would see it.
    private static bool IsOver(OpenAlert open, Scene scene) =>
        open.Seen < scene.Steady && (!open.IsRestored || scene.Knows(open.Alert.DestinationId, open.Alert.Integration))
        && (open.Alert.State == AlertState.Pending || scene.Steady - open.Seen >= ResolveAfter);

    private void End(Alert alert, DateTimeOffset now, List<AlertStep> steps)
    {
        _open.Remove(Key(alert));
        var ended = alert with { State = AlertState.Resolved, ResolvedAt = now };
        steps.Add(new AlertStep(ended, alert.FiredAt is null ? "dropped" : "resolved", now));
    }

    private AlertStep Set(Alert alert, string what, DateTimeOffset now, string by = "")
    {
        Set(alert);
        return new AlertStep(alert, what, now, by);
    }

    private void Set(Alert alert) => _open[Key(alert)] = _open[Key(alert)] with { Alert = alert };

    private static (string Rule, int Destination, string Integration) Key(Alert alert) => (alert.Rule, alert.DestinationId, alert.Integration);
}
