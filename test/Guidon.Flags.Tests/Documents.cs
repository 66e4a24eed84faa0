using Guidon.Evaluation;

namespace Guidon.Flags.Tests;

/// <summary>Environment documents that tests share.</summary>
internal static class Documents
{
    /// <summary>One project with a segment, a multivariate feature and an identity override; section 3.1 of the protocol notes.</summary>
    public static byte[] Shop { get; } = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "documents", "shop.json"));

    public static EnvironmentDocument Read(byte[] utf8)
    {
        var reading = EnvironmentDocumentReader.Read(utf8);
        Assert.True(reading.Succeeded, string.Join("; ", reading.Errors));
        return reading.Document;
    }

    public static FlagOutcome Outcome(FlagSet set, string flag, Subject subject) =>
        set.Outcomes[Evaluator.EvaluateFlag(set, subject, set.FindFlag(flag))];
}
