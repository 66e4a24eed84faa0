namespace Guidon.Simulation.Tests;

/// <summary>Draws what goes wrong, until all is healed.</summary>
internal sealed class Faults(Plan plan, Random random)
{
    /// <summary>From then on nothing goes wrong.</summary>
    internal bool AreHealed { get; set; } = true;

    /// <summary>Every write fails.</summary>
    internal bool IsDiskFull { get; set; }

    internal TimeSpan DiskWait() => TimeSpan.FromMilliseconds(
        !AreHealed && random.NextDouble() < plan.DiskSlowness ? random.Next(100, 8_000) : random.NextDouble() * 4);

    internal TimeSpan NetworkWait() => TimeSpan.FromMilliseconds(
        !AreHealed && random.NextDouble() < plan.Misdeeds / 10 ? random.Next(200, 12_000) : 1 + random.NextDouble() * 60);

    internal DiskFault Disk(bool isWrite)
    {
        if (AreHealed) return DiskFault.None;
        if (random.NextDouble() < plan.Crashes) return (DiskFault)random.Next((int)DiskFault.CrashBefore, (int)DiskFault.Revived + 1);
        return (isWrite && IsDiskFull) || random.NextDouble() < plan.DiskErrors ? DiskFault.Error : DiskFault.None;
    }

    internal Misdeed Network(Misdeed mood)
    {
        if (AreHealed) return Misdeed.None;
        if (mood != Misdeed.None && random.Next(10) > 0) return mood;
        return random.NextDouble() < plan.Misdeeds ? (Misdeed)random.Next((int)Misdeed.Busy + 1) : Misdeed.None;
    }
}
