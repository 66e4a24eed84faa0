using Guidon.Delivery;
using Guidon.Integrations;

namespace Guidon.Server.Start;

/// <summary><c>guidon serve</c> and <c>guidon edge</c> from the first check to the last flush.</summary>
internal static class ServerProcess
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="arguments">The command line after the verb.</param>
    /// <param name="cancellation">Stops it, besides Ctrl+C and SIGTERM.</param>
    /// <returns>0 after an orderly end; 1 when the start could not go on, after one line that says why.</returns>
    internal static Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        RunAsync(arguments, isEdge: false, Catalog.All, cancellation);

    /// <summary>The same in front of another server: documents come from there, and settings from the official proxy's configuration.</summary>
    internal static Task<int> RunEdgeAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        RunAsync(arguments, isEdge: true, Catalog.All, cancellation);

    /// <summary>The same with other integrations, for tests of a build whose mapper is broken.</summary>
    internal static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, bool isEdge, IReadOnlyList<Integration> integrations, CancellationToken cancellation)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [.. arguments] });
            var settings = StartSettings.Read(builder, arguments, isEdge);
            if (PortProbe.FirstProblem(settings.Urls) is { } problem) throw new StartFailedException(problem);
            await using var node = await Composition.OpenAsync(builder, settings, integrations, cancellation);
            await node.RunAsync(cancellation);
            return 0;
        }
        catch (StartFailedException error)
        {
            await Console.Error.WriteLineAsync($"guidon: {error.Message}");
            return 1;
        }
    }
}
