using System.Reflection;

namespace Guidon.Server;

/// <summary>The version of this build.</summary>
internal static class ServerVersion
{
    /// <summary>For example <c>0.1.0</c>, without build metadata.</summary>
    internal static string Text { get; } = Read();

    /// <summary>The version of the protocol's original whose API this build answers for: tools ask for it before they use what older ones lack.</summary>
    internal const string Compatible = "2.265.0";

    private static string Read()
    {
        var text = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..plus];
    }
}
