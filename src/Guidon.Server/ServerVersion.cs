using System.Reflection;

namespace Guidon.Server;

/// <summary>The version of this build.</summary>
internal static class ServerVersion
{
    /// <summary>For example <c>0.1.0</c>, without build metadata.</summary>
    internal static string Text { get; } = Read().Text;

    /// <summary>The version of the protocol's original whose API this build answers for: tools ask for it before they use what older ones lack.</summary>
    internal const string Compatible = "2.265.0";

    /// <summary>What it was built from; <c>unknown</c> where the build did not know.</summary>
    internal static string Commit { get; } = Read().Commit;

    private static (string Text, string Commit) Read()
    {
        var text = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? (text, "unknown") : (text[..plus], text[(plus + 1)..]);
    }
}
