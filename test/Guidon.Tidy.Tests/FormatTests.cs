using System.Diagnostics;

namespace Guidon.Tidy.Tests;

public sealed class FormatTests
{
    /// <summary>Otherwise the verb would change files of others, and whoever runs it finds them in the own commit.</summary>
    [Fact]
    public async Task White_space_is_as_the_verb_tidy_leaves_it()
    {
        using var format = Process.Start(new ProcessStartInfo("dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes"])
        {
            WorkingDirectory = SourceTree.Root().FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("dotnet did not start");
        var output = format.StandardOutput.ReadToEndAsync();
        var errors = await format.StandardError.ReadToEndAsync();
        await format.WaitForExitAsync();

        Assert.True(format.ExitCode == 0, await output + errors);
    }
}
