using System.Reflection;

namespace Guidon.Server;

/// <summary>The version of this build.</summary>
internal static class ServerVersion
{
    /// <summary>For example <c>0.1.0</c>, without build metadata.</summary>
    internal static string Text { get; } = Read();

    private static string Read()
    {
        var text = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..plus];
    }
}
