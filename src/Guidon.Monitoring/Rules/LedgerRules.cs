namespace Guidon.Monitoring.Rules;

/// <summary>A7: what was counted and what is there differ.</summary>
internal static class LedgerRules
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(30);   // two looks: a single one could be a fault of reading

    internal static IReadOnlyList<AlertRule> All { get; } =
    [
        new()
        {
            Name = "LedgerGap", Code = "A7", Severity = Severity.Page, Owner = Owner.Operator, For = s_settle,
            Meaning = "A destination's ledger does not add up: events vanished, or appeared, without being counted.",
            Steps =
            [
                "Run `guidon doctor --url URL`; it says which rows are missing.",
                "Keep a copy of the data folder before anything else.",
                "A bug of ours, or somebody's hand in the database: tell us with the doctor's output.",
            ],
            Expression = "max by (destination, integration) (abs(guidon_ledger_residual_events)) > 0",
            Evaluate = scene =>
                from reading in scene.Destinations
                where reading.Residual != 0
                select reading.Breach($"the ledger's residual is {reading.Residual}"),
        },
        new()
        {
            Name = "IntakeGap", Code = "A7", Severity = Severity.Page, Owner = Owner.Operator, For = s_settle,
            Meaning = "Callers were told that their events are durable, and the log says that it stored another number of them.",
            Steps =
            [
                "Look for log event 1203: it says when, and how many of which group.",
                "Run `guidon doctor --url URL`; a row that is missing as well is told there.",
                "A bug of ours between the intake and the log: tell us with both. The figure is counted since the node's start.",
            ],
            Expression = "max(abs(guidon_intake_residual_events)) > 0",
            Evaluate = scene => NodeRules.OfNodes(scene, node => node.IntakeResidual != 0 ? $"{node.IntakeResidual} events were acknowledged and not stored" : null),
        },
        new()
        {
            Name = "StoreFindings", Code = "A7", Severity = Severity.Page, Owner = Owner.Operator, For = s_settle,
            Meaning = "The examination of the stored data found what must not be.",
            Steps = ["Run `guidon doctor --url URL`: one line per finding.", "Keep a copy of the data folder before anything else."],
            Expression = "max(guidon_store_findings) > 0",
            Evaluate = scene => scene.Node.StoreFindings > 0 ? [Breach.OfNode($"{scene.Node.StoreFindings} findings about the stored data")] : [],
        },
    ];
}
