using Guidon.Events;
using Guidon.Events.Changes;

namespace Guidon.Doubles;

/// <summary>Changes of flags as the journal writes them.</summary>
public static class SomeChanges
{
    /// <summary>A flag that was switched on, in words that name it.</summary>
    public static ChangeEvent Of(string flag) => new()
    {
        Kind = EventKind.FlagChanged,
        Action = ChangeAction.Updated,
        ChangedBy = "dev@example.org",
        Organisation = new Named(1, "Acme"),
        Project = new Named(1, "Shop"),
        Environment = new Named(1, "Production"),
        Feature = new FeatureSnapshot { Id = 3, Name = flag, Type = "STANDARD", CreatedAt = SomeEvents.Start, DefaultEnabled = false },
        State = new FlagSnapshot { Id = 7, Enabled = true, Value = new EventValue("\"blue\"") },
        PreviousState = new FlagSnapshot { Id = 7, Enabled = false, Value = new EventValue("\"blue\"") },
        Summary = $"Flag state updated for feature: {flag}",
    };
}
