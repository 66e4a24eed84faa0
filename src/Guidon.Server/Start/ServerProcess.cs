using Guidon.Delivery;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Storage;

namespace Guidon.Server.Start;

/// <summary><c>guidon serve</c> and <c>guidon edge</c> from the first check to the last flush.</summary>
internal static class ServerProcess
{
    private const int AttemptsMax = 3;

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
        (FirstStartReport? made, StartSettings? settings) = (null, null);
        for (var attempt = 1; ; attempt++)
        {
            Composition? node = null;
            try
            {
                var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [.. arguments] });
                settings = StartSettings.Read(builder, arguments, isEdge);
                if (PortProbe.FirstProblem(settings.Urls) is { } problem) throw new StartFailedException(problem);
                node = await Composition.OpenAsync(builder, settings, integrations, cancellation);
                made = node.FirstStart ??= made;
                await node.RunAsync(cancellation);
                return 0;
            }
            catch (StartFailedException error)
            {
                return await FailAsync(error.Message, made, settings);
            }
            catch (Exception error) when (error is StorageException or EventLogException)   // the database went away while the start stood on it
            {
                // One connection that breaks needs nobody: the start begins anew, and it ends here only when the database cannot be reached at all.
                if (node?.WasReady == true || attempt == AttemptsMax)
                    return await FailAsync($"The start could not go on: {error.Message} Start again when the database answers; what was begun is finished then.", node?.WasReady == true ? null : made, settings);
            }
            finally
            {
                if (node is not null) await node.DisposeAsync();
            }
        }
    }

    private static async Task<int> FailAsync(string message, FirstStartReport? made, StartSettings? settings)
    {
        if (made is not null) StartReport.PrintKeys(Console.Out, [.. settings?.Urls ?? []], made);
        await Console.Error.WriteLineAsync($"guidon: {message.ReplaceLineEndings(" ")}");
        return 1;
    }
}
