namespace Guidon.Server.Drills;

/// <summary>What is broken.</summary>
internal enum DrillVariant
{
    /// <summary>The mapper throws at every event, as on 7 June 2023.</summary>
    Throws,

    /// <summary>The mapper gives an empty map for every event, and everything is delivered.</summary>
    Empty,

    /// <summary>Nobody sends.</summary>
    Silent,

    /// <summary>The mapper throws, and the alarm is computed by the wrong formula.</summary>
    Aggregation,
}
