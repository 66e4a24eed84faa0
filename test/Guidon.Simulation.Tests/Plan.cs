namespace Guidon.Simulation.Tests;

/// <summary>What a seed decides before anything happens. Each seed switches some kinds of trouble off, so that the others get room.</summary>
internal sealed class Plan
{
    private readonly int _mapperBreaksAt;
    private readonly int _poisonAt;

    internal Plan(Random random)
    {
        Events = random.Next(20, 90);
        Identities = random.Next(1, 8);
        Actions = random.Next(0, 16);
        DiskErrors = Sometimes(random, 0.04);
        Crashes = Sometimes(random, 0.006);
        DiskSlowness = Sometimes(random, 0.05);
        Misdeeds = Sometimes(random, 0.4);
        Moods = Sometimes(random, 1) > 0;
        ProfilesInTwo = random.Next(2) == 0;
        PrefersGap = random.Next(4) == 0;
        _mapperBreaksAt = random.Next(3) == 0 ? random.Next(3, 24) : 0;
        _poisonAt = random.Next(3) == 0 ? random.Next(4, 24) : 0;
    }

    internal static TimeSpan Trouble { get; } = TimeSpan.FromSeconds(120);

    internal int Events { get; }

    internal int Identities { get; }

    /// <summary>Of operators.</summary>
    internal int Actions { get; }

    /// <summary>Of all calls of the store.</summary>
    internal double DiskErrors { get; }

    /// <summary>Of all calls of the store.</summary>
    internal double Crashes { get; }

    /// <summary>Of all calls of the store.</summary>
    internal double DiskSlowness { get; }

    /// <summary>Of all requests.</summary>
    internal double Misdeeds { get; }

    /// <summary>Whether receivers have bad times in which they do nothing else.</summary>
    internal bool Moods { get; }

    internal bool ProfilesInTwo { get; }

    internal bool PrefersGap { get; }

    internal bool MapperBreaks => _mapperBreaksAt > 0;

    internal bool IsFiltered(string identity) => Identities > 4 && identity == "id0";

    internal bool BreaksMapper(string integration, long sequence) =>
        integration != SimulatedIntegration.Batched && _mapperBreaksAt > 0 && sequence % _mapperBreaksAt == 1;

    internal bool IsPoison(long sequence) => _poisonAt > 0 && sequence % _poisonAt == 2;

    private static double Sometimes(Random random, double most) => random.Next(3) == 0 ? 0 : most * random.NextDouble();
}
