namespace Guidon.Delivery.Settings;

/// <summary>The settings that every channel of alerts has.</summary>
public static class AlertFields
{
    private const string FirstFails = "first_fails";
    private const string Pages = "pages";

    /// <summary>Whether it is told at once, or what a first channel did not take within two minutes.</summary>
    public static SettingsField When { get; } = new()
    {
        Name = "when",
        Kind = SettingKind.Choice,
        Choices = ["always", FirstFails],
        Default = "always",
        Purpose = "always tells every alert; first_fails makes it a second channel, told only what a first one did not take within two minutes.",
    };

    /// <summary>Which alerts.</summary>
    public static SettingsField Which { get; } = new()
    {
        Name = "severity",
        Kind = SettingKind.Choice,
        Choices = ["all", Pages],
        Default = "all",
        Purpose = "pages leaves out what can wait until tomorrow.",
    };

    /// <summary>Whether a channel is a second one.</summary>
    public static bool IsSecond(SettingsValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Text(When.Name) == FirstFails;
    }

    /// <summary>Whether it wants pages alone.</summary>
    public static bool PagesOnly(SettingsValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Text(Which.Name) == Pages;
    }
}
