namespace Guidon.Delivery.Settings;

/// <summary>The one setting that every identity integration has: whether evaluations that tell nothing new are delivered.</summary>
public static class DeliverSetting
{
    /// <summary>The field's name.</summary>
    public const string Name = "deliver";

    /// <summary>Each evaluation is delivered; the default.</summary>
    public const string EveryEvaluation = "every evaluation";

    /// <summary>An evaluation that equals the identity's last delivered one is counted as filtered, reason <c>unchanged</c>.</summary>
    public const string OnChange = "on change";

    /// <summary>For <see cref="Integration.Fields"/>.</summary>
    public static SettingsField Field { get; } = new()
    {
        Name = Name,
        Kind = SettingKind.Choice,
        Choices = [EveryEvaluation, OnChange],
        Default = EveryEvaluation,
        Purpose = "Deliver every evaluation, or only those whose flags differ from the identity's last delivered ones.",
    };
}
