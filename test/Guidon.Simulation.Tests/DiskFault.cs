namespace Guidon.Simulation.Tests;

/// <summary>What goes wrong at one call of the store.</summary>
internal enum DiskFault
{
    None,

    /// <summary>An error; nothing was stored.</summary>
    Error,

    /// <summary>The process dies before anything is stored.</summary>
    CrashBefore,

    /// <summary>The process dies when it is stored and before it knows.</summary>
    CrashAfter,

    /// <summary>An error is told, the process dies right after it, and the recovery finds the write whole.</summary>
    Revived,
}
