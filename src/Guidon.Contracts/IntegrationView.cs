namespace Guidon.Contracts;

/// <summary>A kind of receiver: what a person must know before choosing it, and what a form asks for.</summary>
public sealed record IntegrationView
{
    /// <summary>The name in paths, for example <c>webhook</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As people write it.</summary>
    public required string Title { get; init; }

    /// <summary>What is sent, and to which endpoints.</summary>
    public required string Sends { get; init; }

    /// <summary>What the receiver recognises as sent before.</summary>
    public required string Dedupe { get; init; }

    /// <summary>What happens to old events.</summary>
    public required string TooOld { get; init; }

    /// <summary>True when it is told of changes of flags; otherwise it is told of evaluations.</summary>
    public required bool SendsChanges { get; init; }

    /// <summary><c>environment</c>, <c>project</c>, <c>organisation</c>: where it can be configured.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>True when one place may have several; its paths then end with <c>webhooks/</c>.</summary>
    public required bool HasSeveral { get; init; }

    /// <summary>Its settings, in the order that people fill them in.</summary>
    public required IReadOnlyList<SettingView> Fields { get; init; }
}
