using Guidon.Delivery;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Storage;

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
            return await FailAsync(error.Message);
        }
        catch (Exception error) when (error is StorageException or EventLogException)   // the database went away while the start stood on it
        {
            return await FailAsync($"The start could not go on: {error.Message} Start again when the database answers; what was begun is finished then.");
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"guidon: {message.ReplaceLineEndings(" ")}");
        return 1;
    }
}
