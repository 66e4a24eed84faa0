namespace Guidon.Monitoring.Rules;

/// <summary>One rule: the same condition for the product itself and for Prometheus, and what a person needs to act on it.</summary>
public sealed record AlertRule
{
    /// <summary>For example <c>DestinationFailing</c>; the name of its runbook page and of its Prometheus alert. Never changes.</summary>
    public required string Name { get; init; }

    /// <summary>Which condition it covers: <c>A1</c> to <c>A15</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How soon a person is needed.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who is to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>How long the condition must hold before it fires; until then it is pending.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>One sentence: what is wrong when it fires.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to look at first, in order; the steps of its runbook page.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>The condition in the query language of Prometheus; empty where only the product itself can see it.</summary>
    public required string Expression { get; init; }

    /// <summary>The condition over what this node measured.</summary>
    public required Func<Scene, IEnumerable<Breach>> Evaluate { get; init; }

    /// <summary>Its page, from the root of the documentation.</summary>
    public string Runbook => $"docs/runbooks/{Name}.md";
}
