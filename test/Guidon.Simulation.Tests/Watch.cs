namespace Guidon.Simulation.Tests;

/// <summary>Ends the process when the product turns in circles: then virtual time stands still, and nobody else on the only thread could say so.</summary>
internal sealed class Watch : IDisposable
{
    // Of real time, for one step; a step takes a tenth of a millisecond on an idle machine.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _isOver = new();

    internal Watch(World world, int seed, TimeSpan patience) => new Thread(() => Run(world, seed, patience)) { IsBackground = true }.Start();

    public void Dispose() => _isOver.Set();

    private void Run(World world, int seed, TimeSpan patience)
    {
        long seen;
        do seen = world.Agenda.Steps;
        while (!_isOver.Wait(patience) && seen != world.Agenda.Steps);
        if (_isOver.IsSet) return;
        Console.WriteLine(string.Join('\n', world.Trace.Tail));
        Console.WriteLine($"seed {seed} FAILED\nstall: a loop of the product turns and never rests\n{Program.Again(seed)}");
        Environment.Exit(1);
    }
}
