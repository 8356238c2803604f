public import DriftModel

/// What the configuration makes of one problem.
public enum LevelSetting: Sendable, Hashable {
  /// Its findings have this level.
  case level(Level)
  /// Its findings are left out.
  case off
}

/// One entry of `checks:`: a check and all that the check itself does not know.
public struct ConfiguredCheck: Sendable {
  /// Its name; the kind's if the configuration gives none. Unique.
  public let name: String
  /// Its kind.
  public let kind: KindDescription
  /// The check, ready to examine.
  public private(set) var check: any Check
  /// `level:`; ``Level/error`` unless the configuration says otherwise.
  public let level: Level
  /// `levels:`, by problem.
  public let levels: [String: LevelSetting]
  /// What `levels: {unverified: ...}` says: ``Level/error`` or ``Level/warning``.
  public let unverifiedLevel: Level
  /// `allow-empty:`.
  public let allowsEmpty: Bool
  /// `because:`.
  public let because: String?
  /// The entry's place in the configuration.
  public let location: Location
  /// `except:`.
  public let except: [Located<PathPattern>]

  /// An entry from its parts.
  public init(
    name: String, kind: KindDescription, check: any Check, level: Level = .error, levels: [String: LevelSetting] = [:],
    unverifiedLevel: Level = .error, allowsEmpty: Bool = false, because: String? = nil, location: Location,
    except: [Located<PathPattern>] = []
  ) {
    self.name = name
    self.kind = kind
    self.check = check
    self.level = level
    self.levels = levels
    self.unverifiedLevel = unverifiedLevel
    self.allowsEmpty = allowsEmpty
    self.because = because
    self.location = location
    self.except = except
  }

  /// The same entry with another check.
  func with(_ check: any Check) -> ConfiguredCheck {
    var copy = self
    copy.check = check
    return copy
  }

  /// The same entry, told what the configuration's checks claim to be generated.
  func leavingOut(_ generated: [GeneratedOutputs]) -> ConfiguredCheck { with(check.leavingOut(generated)) }

  /// The same entry, told which day it is.
  func asOf(_ today: Day) -> ConfiguredCheck { with(check.asOf(today)) }
}
