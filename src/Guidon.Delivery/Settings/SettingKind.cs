namespace Guidon.Delivery.Settings;

/// <summary>How one setting of a destination is entered, checked and shown.</summary>
public enum SettingKind
{
    /// <summary>Free text, shown in clear.</summary>
    Text,

    /// <summary>Text that is written, never read: people see the last four characters.</summary>
    Secret,

    /// <summary>An absolute URL that the address guard must accept.</summary>
    Address,

    /// <summary>One of a list.</summary>
    Choice,

    /// <summary>A whole number from 1, written as a number or as text; may be left empty.</summary>
    Number,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>A list of texts, for example of trait keys; may be left empty.</summary>
    Names,
}
