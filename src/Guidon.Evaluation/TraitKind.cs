namespace Guidon.Evaluation;

/// <summary>The JSON type that a trait value arrived with; it is echoed with the same type.</summary>
public enum TraitKind : byte
{
    /// <summary>No value: the trait counts as not set.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON number without fraction and exponent, of any size.</summary>
    Integer,

    /// <summary>A JSON number with fraction or exponent.</summary>
    Float,

    /// <summary>Text.</summary>
    Text,
}
